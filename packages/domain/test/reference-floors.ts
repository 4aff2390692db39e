import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredValue, Floor } from '../src/standards/floors/floor';
import type { LimitedItem } from '../src/standards/floors/floor-faults';

/** Items of the reference data with their floors. */
export const items = (JSON.parse(readFileSync(join(__dirname, '../../catalogue/data/service-items.json'), 'utf8')) as { records: readonly LimitedItem[] }).records;
export const floorsOf = (itemCode: string): readonly Floor[] => items.find((item) => item.itemCode === itemCode)?.floors ?? [];
export const PENSION = 'HRSS-SSI-0302';
export const BASIC = 'residentPension.basicCnyPerMonth';

/** A floor that is made up; `value` CNY a month for everybody, always. */
export const floor = (value: number, over: Partial<Floor> = {}): Floor => ({
  metricId: 'm', zh: '指标', en: 'Metric', unit: 'CNY/month', comparator: '>=', value, valueFrom: null, valueTo: null, scope: 'national', kind: 'benefit', confidence: 'high', basis: 'a document', ...over,
});
export const declared = (value: number, over: Partial<DeclaredValue> = {}): DeclaredValue => ({ metricId: 'm', itemCode: PENSION, value, unit: 'CNY/month', ...over });
