import { Select } from 'antd';

export interface Option { readonly value: string; readonly label: string }

/** A choice that can be searched by name and by code, and be none. */
export function Choice({ id, value, options, onChange, placeholder, label, clearable = true, width }: { readonly id?: string; readonly value: string | undefined; readonly options: readonly Option[]; readonly onChange: (value: string | undefined) => void; readonly placeholder?: string; readonly label?: string; readonly clearable?: boolean; readonly width?: number }) {
  return (
    <Select<string>
      {...(id !== undefined && { id })} value={value ?? null as unknown as string} options={options.map((option) => ({ ...option }))} onChange={(chosen: string | undefined) => onChange(chosen)} allowClear={clearable} showSearch={options.length > 6 ? { optionFilterProp: 'label' } : false}
      {...(placeholder !== undefined && { placeholder })} {...(label !== undefined && { 'aria-label': label })} popupMatchSelectWidth={false} style={width === undefined ? { width: '100%' } : { width }}
    />
  );
}
