package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
	"berth.dev/engine/unit"
	"berth.dev/reports"
)

// profileOptions are the flags of profile.
type profileOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions
	out  outputs
	// subject is a service, or a file that ends in .csv.
	subject string
	// series chooses what is shown of a service: "", "rate", "cpu" or "memory".
	series string
	// unit, column and zone are those of a file.
	unit, column, zone string
	// days limits the drawing; 0 is all.
	days int
	// horizon is how far to forecast, as in "90d"; "" is the lead time.
	horizon string
}

func newProfile(a *app, run func(*profileOptions) error) *cobra.Command {
	o := &profileOptions{app: a}
	c := &cobra.Command{
		Use:   "profile SERVICE|FILE.csv",
		Short: "Draw a service's load over time, with its numbers and a forecast",
		Long: `Draw the load of a service: the series with its gaps and peaks, its day and its
week, the numbers that decisions use, and how it may go on. The points are those of
the series in its spec, or of the last "berth measure"; nobody is asked. A file of
points can be drawn without any workspace.

The forecast is chosen by trying simple methods from many weeks of the past. On the
last weeks, which the choice never saw, it has to be less wrong than repeating the
last day and than repeating the last week; else one of these is taken, and the
output says so. It begins where the points end and reaches as far as the longest
lead time of the workspace's own sites, or four weeks where there is none. Decisions
do not use it: they count with the 99th percentile and the trend.`,
		Example: `  berth profile frontend
  berth profile -C . frontend --days 14
  berth profile frontend --format html > frontend.html
  berth profile frontend --output svg=frontend.svg,json=frontend.json
  berth profile frontend.csv --unit requests/5m --zone Asia/Tokyo`,
		Args:              arguments(1, 1, "one service or one CSV file"),
		ValidArgsFunction: a.firstIsService,
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.subject = c, args[0]
			if err := o.check(); err != nil {
				return err
			}
			if err := o.out.take(a, c); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	o.out.flags(c, reports.ProfileFormats()...)
	f := c.Flags()
	f.StringVar(&o.series, "series", "", "what to draw of a service: "+strings.Join(profileSeries(), ", ")+" (default what decides)")
	f.IntVar(&o.days, "days", 0, "draw the last days only (default all)")
	f.StringVar(&o.horizon, "horizon", "", "how far to forecast, as in 90d (default the lead time)")
	f.StringVar(&o.unit, "unit", "", "unit of a file's values, as in requests/5m or cores")
	f.StringVar(&o.column, "column", "", "column of a file's values (default the only one)")
	f.StringVar(&o.zone, "zone", "", "time zone of a file's people, as in Asia/Tokyo (default UTC)")
	complete(c, "series", profileSeries()...)
	return c
}

// profileSeries are the series that a service may have.
func profileSeries() []string { return []string{"rate", "cpu", "memory"} }

// isFile tells a file of points from a service: no name of a service has a dot.
func (o *profileOptions) isFile() bool { return strings.HasSuffix(o.subject, ".csv") }

// check refuses flags that do not fit what is drawn.
func (o *profileOptions) check() error {
	path := o.cmd.CommandPath()
	changed := o.cmd.Flags().Changed
	if changed("series") {
		if err := oneOf(o.cmd, "series", o.series, profileSeries()...); err != nil {
			return err
		}
	}
	if o.days < 0 {
		return misused(path, "--days takes a number of days, as in --days 14.")
	}
	for _, flag := range []string{"unit", "column", "zone"} {
		if changed(flag) && !o.isFile() {
			return misused(path, "--%s is for a file of points; a service's spec says it in its traffic block. Leave it out.", flag)
		}
	}
	for _, flag := range []string{"series", "chdir", "as-of"} {
		if changed(flag) && o.isFile() {
			return misused(path, "--%s is for a service, and %s is a file. Leave it out.", flag, o.subject)
		}
	}
	if !o.isFile() {
		return nil
	}
	if o.unit == "" {
		return misused(path, "A file of points needs --unit, as in --unit requests/5m or --unit cores.")
	}
	if _, err := profile.ParseUnit(o.unit); err != nil {
		return misused(path, "--unit: %s.", strings.TrimRight(err.Error(), "?"))
	}
	if _, err := loadZone(o.zone); err != nil {
		return misused(path, "--zone: %s.", err)
	}
	return nil
}

func runProfile(o *profileOptions) error {
	horizon, words, err := o.readHorizon()
	if err != nil {
		return err
	}
	var x reports.Profiled
	if o.isFile() {
		x, err = o.fromFile()
	} else {
		var lead leadTime
		x, lead, err = o.fromService()
		if horizon == 0 && lead.length > 0 {
			horizon, words = lead.length, lead.words()
		}
	}
	if err != nil {
		return err
	}
	if horizon == 0 {
		horizon, words = forecast.DefaultOptions().Horizon, "4 weeks"
	}
	x.Horizon, x.HorizonWords = horizon, words
	x.Last = time.Duration(o.days) * 24 * time.Hour
	x.Forecast = forecast.Make(x.Series, forecast.Options{Horizon: horizon})
	p := reports.NewProfile(x)
	return o.out.write(o.app, func(w io.Writer, style reports.Options) error { return reports.WriteProfile(w, style, p) })
}

// leadTime is the longest time until a server that is bought today runs.
type leadTime struct {
	site   string
	length time.Duration
}

func (l leadTime) words() string { return daysWords(l.length) + ", the lead time of " + l.site }

// daysWords writes whole days, or hours where there are none.
func daysWords(d time.Duration) string {
	if d >= 24*time.Hour {
		return plural(int(d/(24*time.Hour)), "day")
	}
	return plural(int(d/time.Hour), "hour")
}

// readHorizon reads --horizon; it is 0 without one.
func (o *profileOptions) readHorizon() (time.Duration, string, error) {
	if o.horizon == "" {
		return 0, "", nil
	}
	seconds, err := unit.ParseDuration(o.horizon)
	const longest = 2 * 365 * 24 * 3600
	if err != nil || seconds < 3600 || seconds > longest {
		return 0, "", misused(o.cmd.CommandPath(), "--horizon %q is not a time from an hour to two years. Write it as in 90d.", o.horizon)
	}
	d := time.Duration(seconds) * time.Second
	return d, daysWords(d), nil
}

// fromFile reads a file of points, wherever it lies: the user named it.
func (o *profileOptions) fromFile() (x reports.Profiled, err error) {
	info, err := o.app.statNamed(o.subject)
	if err != nil {
		return x, err
	}
	if !info.Mode().IsRegular() { // a pipe may never end
		return x, fmt.Errorf("%s is not a file", o.subject)
	}
	file, err := os.Open(o.app.path(o.subject))
	if err != nil {
		return x, err
	}
	defer file.Close()
	if x.Series, x.Report, err = readPoints(file, seriesKey{o.subject, o.unit, o.column, o.zone}); err != nil {
		return x, err
	}
	x.Name, x.File, x.Origin = filepath.Base(o.subject), o.subject, "Read from "+o.subject
	return x, nil
}
