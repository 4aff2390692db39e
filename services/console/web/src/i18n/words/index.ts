import { app } from './app';
import { casePage, cases } from './cases';
import * as codes from './codes';
import { now } from './now';
import { alerts, audit, deadlines, failures, links, standards, unit, weekday } from './work';

/** Every text of the console, by area and name. */
export const WORDS = { app, now, cases, casePage, failures, deadlines, standards, links, alerts, audit, unit, weekday, ...codes };
export type Area = keyof typeof WORDS;
/** `area.name`; a misspelt one fails to compile. */
export type WordKey = { [A in Area]: `${A}.${keyof (typeof WORDS)[A] & string}` }[Area];
