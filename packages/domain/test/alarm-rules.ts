import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmRules } from '../src/alarms/alarm';

/** The rules of the catalogue: reminder 3 and warning 1 working day before, escalation 1 after, disputes after 5 and 10. */
export const alarmRules = JSON.parse(readFileSync(join(__dirname, '../../catalogue/rules/alarms.json'), 'utf8')) as AlarmRules;
