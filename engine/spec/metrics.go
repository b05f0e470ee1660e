package spec

// What a metrics block leaves unset, in seconds.
const (
	// DefaultMetricsWindow is four weeks and the days until they are whole: as long as
	// a weekly season and a trend take to show.
	DefaultMetricsWindow = 30 * 24 * 3600
	// DefaultMetricsStep is what peaks are defined by: means of five minutes.
	DefaultMetricsStep = 5 * 60
	// DefaultMetricsMaxAge is how old measured numbers may be; older ones are unknown.
	DefaultMetricsMaxAge = 7 * 24 * 3600
	// DefaultMetricsTimeout is for one call, DefaultMetricsDeadline for all calls of one
	// measurement.
	DefaultMetricsTimeout  = 30
	DefaultMetricsDeadline = 30 * 60
)

// Kinds of metrics blocks.
const (
	metricsPrometheus = "prometheus"
	metricsDatadog    = "datadog"
	metricsKubernetes = "kubernetes"
)

// measured are what queries may measure; the engine gives each its unit.
func measured() []string {
	return []string{"rate", "cpu", "memory", "call_rate", "call_sent", "call_received"}
}
