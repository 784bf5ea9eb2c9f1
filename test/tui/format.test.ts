import { describe, expect, it } from 'vitest'
import { bar, gauge, sparkline } from '../../src/tui/charts.ts'
import { age, bytes, clockTime, grouped, millis, percent, price, scaled, wholeAge } from '../../src/tui/format.ts'
import { addSample, createSamples, readSamples } from '../../src/tui/samples.ts'

describe('numbers', () => {
  it.each<[(value: number) => string, number, string]>([
    [price, 67_012.5, '67,012.50'],
    [price, 0.4512, '0.4512'],
    [price, 0.000_012, '0.000012'],
    [price, -3, '-3.00'],
    [scaled, 0, '0'],
    [scaled, 4.1, '4.1'],
    [scaled, 999, '999'],
    [scaled, 1234, '1.2k'],
    [scaled, 9_874, '9.9k'],
    [scaled, 840_000, '840k'],
    [scaled, 999_900, '1.0M'],
    [bytes, 212 * 1024 * 1024, '212M'],
    [bytes, 1.5 * 1024 ** 3, '1.5G'],
    [millis, 0.417, '0.42'],
    [millis, 9.84, '9.8'],
    [millis, 412.3, '412'],
    [millis, 12_345, '12.3s'],
    [age, 400, '0.4s'],
    [age, 41_000, '41s'],
    [age, 120_000, '2m'],
    [age, 3 * 3_600_000, '3h'],
    [age, 12 * 86_400_000, '12d'],
    [wholeAge, 3999, '3s'],
    [percent, 38, '38.0'],
  ])('%o of %d is %s', (format, value, text) => {
    expect(format(value)).toBe(text)
  })

  it.each([price, scaled, bytes, millis, age, percent])('%o of nothing is a dash', (format) => {
    expect(format(null)).toBe('–')
    expect(format(undefined)).toBe('–')
    expect(format(Number.NaN)).toBe('–')
  })

  it('groups digits and tells the time in UTC', () => {
    expect(grouped(1_234_567)).toBe('1,234,567')
    expect(clockTime(Date.UTC(2026, 0, 1, 12, 3, 41))).toBe('12:03:41')
  })
})

describe('charts', () => {
  it('draw from least to greatest and leave a gap where nothing was heard', () => {
    expect(sparkline([1, 2, 3, 4, 5, 6, 7, 8], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([1, Number.NaN, 8], 5)).toBe('··▁·█')
    expect(sparkline([5, 5, 5], 3)).toBe('▄▄▄')
    expect(sparkline([], 4)).toBe('····')
  })

  it('fill in eighths of a cell, between empty and full', () => {
    expect(gauge(0.5, 4)).toBe('██░░')
    expect(gauge(0.16, 4)).toBe('▋░░░')
    expect(gauge(-1, 3)).toBe('░░░')
    expect(gauge(7, 3)).toBe('███')
    expect(bar(0.5, 4)).toBe('██  ')
  })
})

describe('samples', () => {
  it('keep the last value of a second and leave silent seconds unknown', () => {
    const samples = createSamples(5)
    addSample(samples, 1000, 1)
    addSample(samples, 1900, 2)
    addSample(samples, 4000, 3)
    expect(readSamples(samples, 4500, 4)).toEqual([2, Number.NaN, Number.NaN, 3])
    expect(readSamples(samples, 6500, 4)).toEqual([Number.NaN, Number.NaN, 3, Number.NaN])
  })

  it('forget what is older than the ring', () => {
    const samples = createSamples(3)
    addSample(samples, 1000, 1)
    addSample(samples, 60_000, 2)
    expect(readSamples(samples, 60_000, 3)).toEqual([Number.NaN, Number.NaN, 2])
  })
})
