// A delivery by the name of its event; it leads to its attempts.

import { Link } from '@tanstack/react-router';
import type { Delivery } from '../api/webhooks.ts';

export function DeliveryLink({ delivery: { id, type } }: { readonly delivery: Delivery }) {
  return (
    <Link to="/webhooks/deliveries/$id" params={{ id }} className="link">
      {type}
    </Link>
  );
}
