package prometheus

import "berth.dev/engine/measure"

// http measures requests by what services count themselves.
func (n narrow) http() measure.Set {
	count := func(label, others string) string {
		return n.rate("http_requests_total", others+label+`!=""`)
	}
	named := func(label, others string) string {
		return `label_replace(` + count(label, others) + `, "service", "$1", "` + label + `", "(.+)")`
	}
	return measure.Set{
		Name: "http",
		Doc: "rate from the counter that services have by custom, by the label service, else app, else job. " +
			"Needs http_requests_total (prometheus.io/docs/practices/naming).",
		Default: true,
		Queries: []measure.Query{
			single(measure.Rate, "service", sum("service", count("service", "")+" or "+
				named("app", `service="",`)+" or "+named("job", `service="",app="",`))),
		},
	}
}
