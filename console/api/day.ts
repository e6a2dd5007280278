// Days as somebody here means them, as moments that the registry takes.

/** When the day begins here, or the one that many days after it. What is no day stays as it is: the registry says what would be right. */
export function startOfDay(day: string, daysLater = 0): string {
  const moment = new Date(`${day}T00:00:00`);
  moment.setDate(moment.getDate() + daysLater);
  return Number.isNaN(moment.getTime()) ? day : moment.toISOString();
}
