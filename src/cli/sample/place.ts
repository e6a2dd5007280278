// Countries with cities, streets and postal codes that look right there. A pattern's `9` is a digit, `A` a capital letter.

import type { Random } from './random.ts';

export interface Country {
  readonly code: string;
  /** How often it comes, against the others. */
  readonly weight: number;
  readonly cities: readonly { readonly name: string; readonly province?: string; readonly zip: string }[];
  readonly streets: readonly string[];
  readonly isNumberFirst: boolean;
  readonly flats: readonly string[];
}

export const COUNTRIES: readonly Country[] = [
  {
    code: 'GB',
    weight: 5,
    cities: [
      { name: 'London', zip: 'SE9 9AA' },
      { name: 'Manchester', province: 'Greater Manchester', zip: 'M9 9AA' },
      { name: 'Bristol', province: 'Somerset', zip: 'BS9 9AA' },
      { name: 'Newcastle upon Tyne', province: 'Tyne and Wear', zip: 'NE9 9AA' },
      { name: 'Leeds', province: 'West Yorkshire', zip: 'LS9 9AA' },
    ],
    streets: ['Mill Lane', 'Church Road', 'Station Road', 'Victoria Terrace', 'The Green', 'Orchard Close', "King's Parade"],
    isNumberFirst: true,
    flats: ['Flat 2', 'Flat 14', 'Ground floor', 'The Annexe'],
  },
  {
    code: 'US',
    weight: 5,
    cities: [
      { name: 'Portland', province: 'OR', zip: '97299' },
      { name: 'Austin', province: 'TX', zip: '78799' },
      { name: 'Cleveland', province: 'OH', zip: '44199' },
      { name: 'Saint Paul', province: 'MN', zip: '55199' },
      { name: 'Albuquerque', province: 'NM', zip: '87199-9999' },
    ],
    streets: ['Oak Street', 'Maple Avenue', 'Cedar Court', 'North 4th Street', 'Lakeview Drive', 'Elm Street SW', 'County Road 12'],
    isNumberFirst: true,
    flats: ['Apt 3B', 'Apt 12', 'Unit 204', 'Suite 5'],
  },
  {
    code: 'CA',
    weight: 4,
    cities: [
      { name: 'Toronto', province: 'ON', zip: 'M9A 9A9' },
      { name: 'Montréal', province: 'QC', zip: 'H9A 9A9' },
      { name: 'Halifax', province: 'NS', zip: 'B9A 9A9' },
      { name: 'Vancouver', province: 'BC', zip: 'V9A 9A9' },
    ],
    streets: ['Queen Street West', 'rue Saint-Denis', 'Barrington Street', 'Main Street', 'avenue du Parc', 'Harbour Road'],
    isNumberFirst: true,
    flats: ['Unit 7', 'app. 12', 'Suite 300'],
  },
  {
    code: 'DE',
    weight: 4,
    cities: [
      { name: 'Köln', province: 'Nordrhein-Westfalen', zip: '50999' },
      { name: 'Leipzig', province: 'Sachsen', zip: '04199' },
      { name: 'München', province: 'Bayern', zip: '80999' },
      { name: 'Halle (Saale)', province: 'Sachsen-Anhalt', zip: '06199' },
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Am Mühlbach', 'Lindenallee', 'Schillerstraße', 'Große Gasse'],
    isNumberFirst: false,
    flats: ['Hinterhaus', '2. OG links', 'Whg. 11'],
  },
  {
    code: 'FR',
    weight: 3,
    cities: [
      { name: 'Lyon', zip: '69009' },
      { name: 'Saint-Étienne', zip: '42099' },
      { name: 'Rennes', zip: '35099' },
      { name: 'Bordeaux', zip: '33099' },
    ],
    streets: ['rue de la République', 'allée des Érables', 'place du Marché', "rue de l'Église", 'chemin des Vignes'],
    isNumberFirst: true,
    flats: ['Bâtiment B', '3e étage', 'Résidence Les Tilleuls'],
  },
  {
    code: 'ES',
    weight: 2,
    cities: [
      { name: 'Zaragoza', zip: '50099' },
      { name: 'A Coruña', province: 'Galicia', zip: '15099' },
      { name: 'Málaga', province: 'Andalucía', zip: '29099' },
    ],
    streets: ['Calle Mayor', 'Avenida de la Constitución', 'Plaza del Peñón', 'Calle del Olivo'],
    isNumberFirst: false,
    flats: ['3º izq.', 'Bajo B', 'Ático'],
  },
  {
    code: 'PL',
    weight: 2,
    cities: [
      { name: 'Łódź', province: 'łódzkie', zip: '90-999' },
      { name: 'Gdańsk', province: 'pomorskie', zip: '80-999' },
      { name: 'Kraków', province: 'małopolskie', zip: '30-999' },
    ],
    streets: ['ulica Długa', 'ulica Piękna', 'aleja Lipowa', 'ulica Źródlana'],
    isNumberFirst: false,
    flats: ['m. 4', 'm. 17'],
  },
  {
    code: 'JP',
    weight: 1,
    cities: [
      { name: '札幌市', province: '北海道', zip: '060-9999' },
      { name: '福岡市', province: '福岡県', zip: '810-9999' },
      { name: 'Kyoto', province: 'Kyoto', zip: '600-9999' },
    ],
    streets: ['中央区北一条西', 'Nakagyo-ku', '博多区中洲', 'Sakae-cho'],
    isNumberFirst: false,
    flats: ['203号室', 'Room 8'],
  },
  {
    code: 'BR',
    weight: 2,
    cities: [
      { name: 'São Paulo', province: 'SP', zip: '01999-999' },
      { name: 'Curitiba', province: 'PR', zip: '80999-999' },
      { name: 'Belém', province: 'PA', zip: '66099-999' },
    ],
    streets: ['Rua das Flores', 'Avenida Brasil', 'Travessa do Comércio', 'Rua São João'],
    isNumberFirst: false,
    flats: ['Apto. 52', 'Bloco C', 'Casa 2'],
  },
];

const TICKETS = COUNTRIES.flatMap((country) => Array<Country>(country.weight).fill(country));

export function pickCountry(random: Random): Country {
  return random.pick(TICKETS);
}

/** The lines of a street address, without its ids and times. */
export interface Place {
  line1: string;
  line2?: string;
  city: string;
  province?: string;
  zipCode: string;
  countryCode: string;
}

export function placeIn(country: Country, random: Random): Place {
  const city = random.pick(country.cities);
  const street = random.pick(country.streets);
  const number = 1 + random.below(random.chance(0.1) ? 900 : 120);
  return {
    line1: country.isNumberFirst ? `${number} ${street}` : `${street} ${number}`,
    ...(random.chance(0.3) && { line2: random.pick(country.flats) }),
    city: city.name,
    ...(city.province !== undefined && { province: city.province }),
    zipCode: filled(city.zip, random),
    countryCode: country.code,
  };
}

const LETTERS = 'ABDEFGHJLNPQRSTUWXYZ';

function filled(pattern: string, random: Random): string {
  let text = '';
  for (const sign of pattern) {
    if (sign === '9') text += String(random.below(10));
    else text += sign === 'A' ? LETTERS.charAt(random.below(LETTERS.length)) : sign;
  }
  return text;
}
