// What is shown where no page is, and where a page broke.

import { Button } from '@mantine/core';
import { IconBug, IconLock, IconMapQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../parts/empty-state.tsx';
import { Page } from '../parts/page.tsx';
import type { ErrorComponentProps } from '@tanstack/react-router';

export function NotFound() {
  return (
    <Page title="Nothing is here">
      <EmptyState icon={IconMapQuestion} title="No page has this address" actions={<ToStart />}>
        The link may be old or mistyped. Ctrl+K goes to any page.
      </EmptyState>
    </Page>
  );
}

export function NotPermitted({ permission }: { readonly permission: string }) {
  return (
    <Page title="Not for this login">
      <EmptyState icon={IconLock} title="This page needs a permission" actions={<ToStart />}>
        Your login does not hold <span className="mono">{permission}</span>. Who manages the account, or the registry, can do this for you.
      </EmptyState>
    </Page>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <Page title="This page broke">
      <EmptyState
        icon={IconBug}
        title="The console failed here"
        actions={
          <>
            <Button variant="default" onClick={reset}>
              Try again
            </Button>
            <ToStart />
          </>
        }
      >
        Nothing was lost: what you did before is in the registry. It says: {error instanceof Error ? error.message : 'nothing more.'}
      </EmptyState>
    </Page>
  );
}

function ToStart() {
  return (
    <Button component={Link} to="/">
      To the overview
    </Button>
  );
}
