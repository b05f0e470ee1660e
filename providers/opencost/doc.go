// Package opencost turns the price files of OpenCost and Kubecost into a price book.
// `berth import opencost` uses it.
//
// [Import] reads four forms, and tells them apart by what is in them:
//
//   - the JSON file of custom prices (default.json), in prices an hour
//   - a ConfigMap that holds that file, or single prices, which are prices a month
//   - Helm values: opencost.customPricing.costModel and Kubecost's
//     kubecostProductConfigs.defaultModelPricing, in prices a month
//   - the CSV price sheet (EndTimestamp, InstanceID, …), in prices an hour
//
// Each price is written with all its digits, a month being 730 hours. What the
// language has no word for, as the price of a GPU, is said in Result.Open. Secrets that
// such files may hold beside prices are not read.
//
// # Decisions
//
// Prices of a core and a GiB become the block "autopilot", which is how the language
// prices by the core and not by the machine. A machine needs its size, which no price
// file says: it comes as an option, and without it the machine stands as a comment.
//
// That single prices of a ConfigMap are for a month and those of default.json for an
// hour is what OpenCost does: it divides the former by 730 when it reads them
// (UpdateFromMap in its providerconfig.go). [Options].Per overrules it.
//
// EndTimestamp is not used, as OpenCost does not use it. The day of a book is the day
// of its import where no option says another one.
package opencost
