package reports

import (
	"cmp"
	"encoding/xml"
	"io"

	"berth.dev/engine/diag"
)

// junitReport is JUnit's XML as Jenkins and GitLab read it: the elements and attributes
// of the schema that Jenkins publishes (junit-10.xsd), and no others. So a place in a
// file is in the words of a failure: attributes for it are not in that schema.
type junitReport struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

// junitSuite is a group of cases. Its counts are set by writeJUnit.
type junitSuite struct {
	Name       string           `xml:"name,attr"`
	Tests      int              `xml:"tests,attr"`
	Failures   int              `xml:"failures,attr"`
	Errors     int              `xml:"errors,attr"`
	Skipped    int              `xml:"skipped,attr"`
	Properties *junitProperties `xml:"properties"`
	Cases      []junitCase      `xml:"testcase"`
}

// junitProperties are facts on a suite, at least one.
type junitProperties struct {
	Properties []junitProperty `xml:"property"`
}

// junitProperty is a fact on a suite.
type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// junitCase is one case; with none of the three outcomes it passed.
type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Skipped *junitOutcome `xml:"skipped"`
	Error   *junitOutcome `xml:"error"`
	Failure *junitOutcome `xml:"failure"`
	Out     string        `xml:"system-out,omitempty"`
}

// junitOutcome is what became of a case that did not pass. Jenkins shows the message,
// GitLab the text alone, so the text holds the message, too, and what else there is.
type junitOutcome struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit counts the cases and writes them. Cases take no time: a clock would make
// the same run other bytes.
func writeJUnit(w io.Writer, name string, suites []junitSuite) error {
	out := junitReport{Name: name, Suites: suites}
	for i := range out.Suites {
		s := &out.Suites[i]
		s.count()
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Errors += s.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) count() {
	s.Tests = len(s.Cases)
	for i := range s.Cases {
		c := &s.Cases[i]
		c.clean()
		switch {
		case c.Error != nil:
			s.Errors++
		case c.Failure != nil:
			s.Failures++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
}

// clean takes out what may steer a terminal: readers print these words. What XML cannot
// hold at all is among it, and the encoder escapes markup.
func (c *junitCase) clean() {
	c.Class, c.Name, c.Out = clean(c.Class), clean(c.Name), diag.Clean(c.Out)
	for _, o := range []*junitOutcome{c.Skipped, c.Error, c.Failure} {
		if o != nil {
			o.Message, o.Text = clean(o.Message), diag.Clean(cmp.Or(o.Text, o.Message))
		}
	}
}
