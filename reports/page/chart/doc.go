// Package chart draws the charts of pages: a load over time, by hour of the day and of
// the week, capacity by hour of the week, a waterfall of money, months divided into
// parts, a whole divided as thin as a line of text, and services by site with the traffic
// that crosses. It turns numbers into HTML and SVG and nothing else.
//
// Package page puts the charts into pages, and its style sheet paints them. The
// package never formats money, decides, or looks anything up: labels come as
// text, and hours are those that the caller says they are. Same values, same
// bytes.
//
// A chart is readable without its picture: each has a name for those who cannot
// see it, and the numbers that matter stand beside it as text.
//
// # How charts fit every width
//
// What is drawn is stretched (preserveAspectRatio="none"), what is written is
// HTML around it. So a chart fills a desktop, a phone and a sheet of paper, and
// its letters are as large as those of the text. Only [Graph] has its names in
// the drawing; it has a least width and scrolls in its box.
//
// # Decisions
//
// Templates of our own instead of a library. Tried were go-chart v2.1.2,
// go-analyze/charts v0.6.4 and gonum's plot: each writes style attributes, which
// a page that allows no inline style shows unpainted; fixed colours, which are
// wrong on a dark screen and on paper; a fixed width; and no names for screen
// readers. None draws services by site. svgo writes attributes unescaped. What is
// needed is a few paths; html/template escapes the rest.
//
// [Pen.Picture] alone carries its words, its size and its colours: it is a file that
// stands in a document or a chat, where no style sheet is.
//
// Colours are classes, never values: the page's style sheet has one set for
// light, one for dark and one for paper.
//
// Whole numbers as coordinates, and runs of equal values as one stroke: a page of
// a thousand services carries a thousand charts.
package chart
