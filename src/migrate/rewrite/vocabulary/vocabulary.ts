// What names of calls mean in one language: each list adds to the common ones in ../calls.ts. Names come as written, without
// spaces (`redis.NewClient`, `System.getenv`), so patterns are anchored and never match a word inside another.

export interface Vocabulary {
  /** Hands the value on unchanged in meaning: conversions, parsing an address, trimming. */
  transparent?: RegExp
  /** Writes words for people. */
  logging?: RegExp
  /** Sends a request to its argument, with or without a scheme in front: `curl localhost:6101/up`. */
  asks?: RegExp
  /** Compares, matches or looks the value up. */
  question?: RegExp
  /** Asked of a collection the value is in. */
  membership?: RegExp
  /** Only pairs a host with a port; what it is for says the call that takes the result. */
  pairing?: RegExp
  /** Starts to listen at the value. */
  bind?: RegExp
  /** Takes URLs to listen at; never the address of somebody else. */
  serves?: RegExp
  /** Hands an address out for others to dial: a `Location` header, a created resource. */
  handsOut?: RegExp
  /** Reads the environment variable that its first argument names; another argument is the default. */
  environment?: RegExp
  /** Client libraries: what they dial (words of ../schemes.ts). */
  clients?: readonly [RegExp, client: string][]
}
