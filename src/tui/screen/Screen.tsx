// The React side: one memoised `<Text>` per row, so that Ink lays out and measures only rows whose text changed.
import { Box, Text } from 'ink'
import { memo, type ReactElement } from 'react'

const Row = memo(function Row({ text }: { text: string }): ReactElement {
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">{text === '' ? ' ' : text}</Text>
    </Box>
  )
})

export function Screen({ rows }: { rows: readonly string[] }): ReactElement {
  return (
    <Box flexDirection="column">
      {rows.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its index
        <Row key={index} text={text} />
      ))}
    </Box>
  )
}
