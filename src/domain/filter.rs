//! The filter language: words and conditions, parsed into a tree the store compiles to SQL (console.md).
