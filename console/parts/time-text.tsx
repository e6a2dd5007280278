// Moments in the zone of whoever looks, with UTC on hover; and days, which never pass through a time zone.

const TIME = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const SECONDS = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

const STEPS = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3_600 },
  { unit: 'hour', seconds: 3_600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 14 * 86_400 },
] as const;

const FORMS = {
  time: TIME,
  seconds: SECONDS,
  ago: TIME,
  day: new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' }),
};

type TimeForm = keyof typeof FORMS;

interface TimeTextProps {
  readonly at: string | null | undefined;
  /** With seconds, the day alone, or as "5 minutes ago" while that says more than a date. */
  readonly as?: TimeForm;
}

export function TimeText({ at, as = 'time' }: TimeTextProps) {
  if (at === null || at === undefined) return <span aria-label="no time">–</span>;
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace('Z', '')} UTC`}>
      {textOf(at, as)}
    </time>
  );
}

function textOf(at: string, as: TimeForm): string {
  const moment = new Date(at);
  if (as === 'ago') return agoText(moment) ?? TIME.format(moment);
  return FORMS[as].format(moment);
}

/** Undefined where it is so long ago that a date says more. */
function agoText(moment: Date): string | undefined {
  const seconds = (moment.getTime() - Date.now()) / 1_000;
  const step = STEPS.find(({ below }) => Math.abs(seconds) < below);
  return step && AGO.format(Math.round(seconds / step.seconds), step.unit);
}

/** A calendar day as it was stated. */
export function DayText({ day }: { readonly day: string | null | undefined }) {
  if (day === null || day === undefined) return <span aria-label="not known">–</span>;
  return <time dateTime={day}>{dayText(day)}</time>;
}

/** In UTC throughout, so that no zone shifts it. */
export function dayText(day: string): string {
  return DAY.format(new Date(`${day}T00:00:00Z`));
}
