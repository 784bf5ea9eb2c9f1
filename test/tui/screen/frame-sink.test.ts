import { describe, expect, it } from 'vitest'
import { textWidth } from '../../../src/tui/cells.ts'
import { createFrameSink, type SinkStream } from '../../../src/tui/screen/frame-sink.ts'
import { openScreen } from '../support/picture.ts'

/** A stream that is behind until it is told otherwise. */
function slowStream() {
  const written: string[] = []
  const listeners: (() => void)[] = []
  const stream = {
    writableNeedDrain: false,
    write(data: string) {
      written.push(data)
      return !this.writableNeedDrain
    },
    once(_event: 'drain', listener: () => void) {
      listeners.push(listener)
    },
  }
  const drain = () => {
    stream.writableNeedDrain = false
    for (const listener of listeners.splice(0)) listener()
  }
  return { stream: stream as SinkStream & { writableNeedDrain: boolean }, written, drain, listeners }
}

describe('the frame sink', () => {
  it('writes only cells that changed, in one write', () => {
    const { stream, written } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('aaaaaaaaaa\nbbbbbbbbbb', 10, 2)
    sink.present('aaaaXaaaaa\nbbbbbbbbbb', 10, 2)
    expect(written).toHaveLength(2)
    expect(written[1]).toBe('\x1b[1;5HX')
  })

  it('writes nothing for an equal frame', () => {
    const { stream, written } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('same', 10, 1)
    sink.present('same', 10, 1)
    expect(written).toHaveLength(1)
  })

  it('skips frames while the terminal is behind and then shows the newest only', async () => {
    const { stream, written, drain, listeners } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('frame 1', 10, 1)
    stream.writableNeedDrain = true
    for (const frame of ['frame 2', 'frame 3', 'frame 4']) sink.present(frame, 10, 1)
    expect(written).toHaveLength(1)
    expect(listeners).toHaveLength(1)
    drain()
    expect(written).toHaveLength(2)
    expect(sink.stats).toMatchObject({ frames: 2, skipped: 2 })
    const screen = openScreen(10, 1)
    await screen.write(written.join(''))
    expect(screen.text()).toEqual(['frame 4   '])
  })

  it('wraps a frame in synchronized output only once the terminal said it knows it', () => {
    const { stream, written } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('a', 2, 1)
    sink.synchronize()
    sink.present('b', 2, 1)
    expect(written[0]).not.toContain('2026')
    expect(written[1]).toBe('\x1b[?2026h\x1b[1;1Hb\x1b[?2026l')
  })

  it('repaints every cell after it was invalidated, without erasing', () => {
    const { stream, written } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('ab', 4, 2)
    sink.invalidate()
    sink.present('ab', 4, 2)
    expect(written[1]).toBe('\x1b[1;1Hab  \x1b[2;1H    ')
    expect(written.join('')).not.toMatch(/\x1b\[\d*[JK]/)
  })

  it.each(['日本', '👍', 'e\u0301', '⌚', '🀄'])('keeps what follows %s in its place', async (text) => {
    const { stream, written } = slowStream()
    const sink = createFrameSink(stream)
    sink.present('xxxxxxxxxx', 10, 1)
    sink.present(`${text}|end`, 10, 1)
    const screen = openScreen(10, 1)
    await screen.write(written.join(''))
    // Whatever width the emulator gives the text, the next one stands where the picture has it.
    expect(screen.cells()[0]!.findIndex((cell) => cell.startsWith('|'))).toBe(textWidth(text))
    expect(screen.text()[0]).toMatch(/\|end/)
    expect(screen.text()[0]).not.toContain('x')
  })
})
