// Every address of the console. Pages are loaded when they are first visited.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Gate, Waiting } from './frame/shell.tsx';
import { NotFound, PageFailed } from './frame/failures.tsx';
import { namedIn } from './api/search.ts';
import type { CustomerSearch, OpenFilters, PersonalFilters } from './api/customers.ts';

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    personal?: PersonalFilters;
  }
}

const OPEN_FILTERS = ['status', 'country', 'gender', 'source', 'consent', 'instituteId', 'courseId', 'changedSince', 'sort'] as const;

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFailed });

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

export const router = createRouter({
  routeTree: root.addChildren([customers, customer]),
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: PageFailed,
  scrollRestoration: true,
});
