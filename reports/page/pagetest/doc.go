// Package pagetest opens pages in headless Chromium, for tests: what a reader
// sees, what a page asks the network for, what it complains of, and what it looks
// like on a phone, in the dark and on paper.
//
// Tests of reports use it. Nothing that ships imports it, and it never reaches the
// network: pages are opened from a folder of the test.
//
// Where no browser is installed a test that asks for one is skipped and says so;
// with CI=true it fails, because a check that silently did not run is none.
package pagetest
