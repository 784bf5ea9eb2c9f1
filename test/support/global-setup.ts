// Runs once before the tests: nothing to prepare beyond the build, which `npm test` has done.
export default function setup(): void {}
