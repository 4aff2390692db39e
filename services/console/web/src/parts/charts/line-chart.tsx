import { LineChart as LineSeries } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use as register } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useSettings } from '../../app/settings';
import { formatClock } from '../time/instants';

register([LineSeries, GridComponent, TooltipComponent, CanvasRenderer]);

export interface LinePoint { readonly at: number; readonly entries: number }

/** A line over time. Drawn without animation: it is about now, and a line that slides tells nothing. */
export default function LineChart({ points, label, height }: { readonly points: readonly LinePoint[]; readonly label: string; readonly height: number }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const { dark, zone } = useSettings();
  useEffect(() => {
    const made = init(box.current!);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current!);
    return () => { watch.disconnect(); made.dispose(); chart.current = undefined; };
  }, []);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const text = { color: colour('--ink-2'), fontSize: 11 };
    chart.current?.setOption({
      animation: false, textStyle: { fontFamily: colour('--sans') }, grid: { left: 44, right: 12, top: 10, bottom: 22 },
      xAxis: { type: 'time', min: points[0]?.at, max: points.at(-1)?.at, splitNumber: 5, axisLine: { lineStyle: { color: colour('--line-2') } }, axisLabel: { ...text, hideOverlap: true, formatter: (at: number) => formatClock(at, zone) } },
      yAxis: { type: 'value', min: 0, minInterval: 1, splitNumber: 3, axisLabel: text, splitLine: { lineStyle: { color: colour('--line') } } },
      tooltip: { trigger: 'axis', backgroundColor: colour('--surface'), borderColor: colour('--line-2'), textStyle: { color: colour('--ink'), fontSize: 12 }, formatter: (shown: unknown) => tooltip(shown, zone) },
      series: [{ type: 'line', data: points.map(({ at, entries }) => [at, entries]), showSymbol: false, lineStyle: { width: 1.5, color: colour('--accent') }, areaStyle: { color: colour('--accent'), opacity: 0.1 }, itemStyle: { color: colour('--accent') } }],
    });
  }, [points, dark, zone]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}

function tooltip(shown: unknown, zone: Parameters<typeof formatClock>[1]): string {
  const [first] = shown as readonly { readonly value: readonly [number, number] }[];
  return first === undefined ? '' : `${formatClock(first.value[0], zone)}  <b>${first.value[1]}</b>`;
}
