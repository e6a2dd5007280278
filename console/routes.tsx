// Every address of the console. Pages are loaded when they are first visited.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Gate, Waiting } from './frame/shell.tsx';
import { namedIn } from './api/search.ts';
import { NotFound, PageFailed } from './frame/failures.tsx';
import type { AuditFilters } from './api/audit.ts';
import type { CustomerSearch, OpenFilters, PersonalFilters } from './api/customers.ts';
import type { DeliveryFilters } from './api/webhooks.ts';
import type { RejectionFilters } from './api/rejections.ts';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    personal?: PersonalFilters;
  }
}

const OPEN_FILTERS = ['status', 'country', 'gender', 'source', 'consent', 'instituteId', 'courseId', 'changedSince', 'sort'] as const;
const REJECTION_FILTERS = ['state', 'source', 'code', 'field', 'day', 'importId', 'requestId'] as const;
const AUDIT_FILTERS = ['operation', 'outcome', 'actor', 'subject', 'from', 'until'] as const;

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFailed });

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
});

const customers = createRoute({
  getParentRoute: () => root,
  path: '/customers',
  validateSearch: (search): OpenFilters => namedIn(search, OPEN_FILTERS),
  component: lazyRouteComponent(() => import('./pages/customers/customers-page.tsx'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => root,
  path: '/customers/$id',
  validateSearch: (search): CustomerSearch => namedIn(search, ['tab', 'asOf', 'knownAt']),
  component: lazyRouteComponent(() => import('./pages/customer/customer-page.tsx'), 'CustomerPage'),
});

const rejections = createRoute({
  getParentRoute: () => root,
  path: '/rejections',
  validateSearch: (search): RejectionFilters => namedIn(search, REJECTION_FILTERS),
  component: lazyRouteComponent(() => import('./pages/rejections/rejections-page.tsx'), 'RejectionsPage'),
});

const rejection = createRoute({
  getParentRoute: () => root,
  path: '/rejections/$id',
  component: lazyRouteComponent(() => import('./pages/rejections/rejection-page.tsx'), 'RejectionPage'),
});

const convert = createRoute({
  getParentRoute: () => root,
  path: '/convert',
  component: lazyRouteComponent(() => import('./pages/convert/convert-page.tsx'), 'ConvertPage'),
});

const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: (search): { list?: string } => namedIn(search, ['list']),
  component: lazyRouteComponent(() => import('./pages/accounts/accounts-page.tsx'), 'AccountsPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => import('./pages/accounts/account-page.tsx'), 'AccountPage'),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: (search): AuditFilters => namedIn(search, AUDIT_FILTERS),
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: (search): { tab?: string } => namedIn(search, ['tab']),
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('./pages/imports/imports-page.tsx'), 'ImportsPage'),
});

const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  component: lazyRouteComponent(() => import('./pages/imports/new-import-page.tsx'), 'NewImportPage'),
});

const oneImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$id',
  component: lazyRouteComponent(() => import('./pages/imports/import-page.tsx'), 'ImportPage'),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: '/webhooks',
  validateSearch: (search): DeliveryFilters => namedIn(search, ['state', 'type', 'customerId', 'since', 'until']),
  component: lazyRouteComponent(() => import('./pages/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const delivery = createRoute({
  getParentRoute: () => root,
  path: '/webhooks/deliveries/$id',
  component: lazyRouteComponent(() => import('./pages/webhooks/delivery-page.tsx'), 'DeliveryPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    customers,
    customer,
    rejections,
    rejection,
    imports,
    newImport,
    oneImport,
    convert,
    webhooks,
    delivery,
    accounts,
    account,
    audit,
    settings,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});
