// The views there are, their keys and short names. A view that does not exist has no entry here, hence no key and no tab.

export const VIEW_IDS = ['overview', 'services', 'market', 'oms', 'migration', 'gates'] as const
export type ViewId = (typeof VIEW_IDS)[number]

export const VIEWS: Record<ViewId, { key: string; title: string; tab: string }> = {
  overview: { key: '1', title: 'overview', tab: 'Over' },
  services: { key: '2', title: 'services', tab: 'Svc' },
  market: { key: '3', title: 'market', tab: 'Mkt' },
  oms: { key: '4', title: 'OMS latency', tab: 'OMS' },
  migration: { key: '5', title: 'migration', tab: 'Migr' },
  gates: { key: '6', title: 'gates', tab: 'Gate' },
}
