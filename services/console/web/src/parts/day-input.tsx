import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { isDay } from './time/instants';

/** A day as it is written everywhere, YYYY-MM-DD, whatever the browser's own habits are. */
export function DayInput({ id, value, onChange, label, fault = false, clearable = true, width }: { readonly id?: string; readonly value: string | undefined; readonly onChange: (day: string | undefined) => void; readonly label?: string; readonly fault?: boolean; readonly clearable?: boolean; readonly width?: number }) {
  return (
    <DatePicker
      {...(id !== undefined && { id })} {...(label !== undefined && { 'aria-label': label })} {...(fault && { status: 'error' as const })} value={value !== undefined && isDay(value) ? dayjs(value) : null} format="YYYY-MM-DD" placeholder="YYYY-MM-DD" allowClear={clearable} suffixIcon={null}
      onChange={(day) => onChange(day?.format('YYYY-MM-DD'))} style={{ width: width ?? '100%' }}
    />
  );
}
