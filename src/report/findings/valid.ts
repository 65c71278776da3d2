/** What is said of files in which nothing was found. */
export const validText = (files: readonly string[]): string =>
  `${files.length} ${files.length === 1 ? 'file is' : 'files are'} valid: ${files.join(', ')}`
