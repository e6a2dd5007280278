// What a Cobi customer can get wrong (formats.md: common rules, Cobi).

import type { Fault } from './fault.ts';
import type { Json } from '../../formats/record.ts';

function becomes(member: string, value: Json, name: string): Fault {
  return { name, spoil: (record) => void (record[member] = value) };
}

function lacks(member: string): Fault {
  return { name: `${member} absent`, spoil: (record) => void delete record[member] };
}

export const cobiFaults: readonly Fault[] = [
  lacks('customer_id'),
  lacks('user_id'),
  lacks('region'),
  becomes('customer_id', 'student-81', 'customer_id no UUID'),
  becomes('customer_id', '', 'customer_id empty'),
  becomes('customer_id', 1_234_567, 'customer_id a number'),
  becomes('user_id', '550e8400-e29b-41d4-a716', 'user_id cut short'),
  becomes('user_id', null, 'user_id null'),
  becomes('institute_id', 'unknown', 'institute_id no UUID'),
  becomes('course_id', 12, 'course_id a number'),
  becomes('birthdate', '2023-02-30', 'birthdate no day of the calendar'),
  becomes('birthdate', '1990-1-5', 'birthdate without zeros'),
  becomes('birthdate', '1990-01-05T00:00:00Z', 'birthdate a date-time'),
  becomes('birthdate', '2999-01-01', 'birthdate in the future'),
  becomes('birthdate', '1701-01-01', 'birthdate before 1800'),
  becomes('region', 'UK', 'region UK'),
  becomes('region', 'ca', 'region in small letters'),
  becomes('region', 'USA', 'region of three letters'),
  becomes('region', 'XX', 'region not assigned'),
  becomes('region', null, 'region null'),
  becomes('gender', true, 'gender no string'),
  becomes('gender', 'x'.repeat(1_025), 'gender too long'),
  becomes('gender', 'M\u0000', 'gender with U+0000'),
  becomes('gender', 'M\ud800', 'gender with a lone surrogate'),
  becomes('created', '2023-06-22 09:15:30', 'created without offset'),
  becomes('updated', '2023-13-22T09:15:30Z', 'updated in month 13'),
  becomes('updated', '2999-06-22T09:15:30Z', 'updated in the future'),
  becomes('updated', 1_687_425_330, 'updated as epoch seconds'),
  becomes('is_deleted', 'false', 'is_deleted a string'),
];
