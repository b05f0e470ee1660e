// Package monthtest makes months for tests: reports of any size with everything in them
// that a real one may have, the same for the same size.
//
// Tests of pages, formats and archives use it; programs never do. Its sums tie out as
// those of a real report do, because a page is tested for showing them.
package monthtest
