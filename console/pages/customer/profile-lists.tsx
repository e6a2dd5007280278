// The lists of a customer: addresses, dependents and the ids by which sources know the person.

import { Text } from '@mantine/core';
import { CopyText } from '../../parts/copy-text.tsx';
import { DayText } from '../../parts/time-text.tsx';
import { Section } from '../../parts/section.tsx';
import { SourceBadge } from '../../parts/badges.tsx';
import { ValueText } from '../../parts/value-text.tsx';
import { Why } from './why.tsx';
import type { Customer, Provenance } from '../../api/customers.ts';
import type { ReactNode } from 'react';
import classes from './customer.module.css';

interface ListProps {
  readonly customer: Customer;
  readonly provenance: Provenance | undefined;
}

export function Addresses({ customer: { addresses }, provenance }: ListProps) {
  return (
    <Section title="Addresses">
      {addresses.length === 0 && <Nothing>No source states an address.</Nothing>}
      {addresses.map(({ addressId, line1, line2, city, province, zipCode, countryCode, source, sourceId }, at) => (
        <Entry key={`${source} ${sourceId} ${addressId}`} pointer={`/addresses/${at}`} provenance={provenance}>
          <ValueText value={line1} />
          {line2 !== undefined && (
            <>
              <br />
              <ValueText value={line2} />
            </>
          )}
          <br />
          <ValueText value={zipCode} /> <ValueText value={city} />
          {province !== undefined && (
            <>
              , <ValueText value={province} />
            </>
          )}
          , <ValueText value={countryCode} />
        </Entry>
      ))}
    </Section>
  );
}

export function Dependents({ customer: { dependents }, provenance }: ListProps) {
  return (
    <Section title="Dependents">
      {dependents.length === 0 && <Nothing>No source states a dependent.</Nothing>}
      {dependents.map(({ dependentId, birthDate, type, source, sourceId }, at) => (
        <Entry key={`${source} ${sourceId} ${dependentId}`} pointer={`/dependents/${at}`} provenance={provenance}>
          <ValueText value={type} />, born <DayText day={birthDate} />
        </Entry>
      ))}
    </Section>
  );
}

export function Identifiers({ customer: { externalIdentifiers } }: { readonly customer: Customer }) {
  return (
    <Section title="External ids">
      {externalIdentifiers.map(({ source, type, id }) => (
        <div key={`${source} ${type} ${id}`} className={classes['entry']}>
          <div className={classes['entryHead']}>
            <Text size="sm" c="dimmed">
              {type}
            </Text>
            <SourceBadge source={source} />
          </div>
          <CopyText value={id} what={type} />
        </div>
      ))}
    </Section>
  );
}

function Entry({
  pointer,
  provenance,
  children,
}: {
  readonly pointer: string;
  readonly provenance: Provenance | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={`${classes['entry']} ${classes['entryHead']}`}>
      <div>{children}</div>
      <Why explained={provenance?.values.find((each) => each.pointer === pointer)} rules={provenance?.rules ?? {}} />
    </div>
  );
}

function Nothing({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
