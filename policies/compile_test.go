package policies

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

// policyText is a file with one policy whose score is given. The expression
// stands in a heredoc, which needs no escapes, from the first column of line 5.
func policyText(score string) string {
	return "policy \"try\" {\n  criterion = \"cost\"\n  doc       = \"for a test\"\n  score     = <<E\n" +
		score + "\nE\n  because   = \"'so'\"\n}\n"
}

// marked returns a diagnostic as "CODE line,column: underlined: detail".
func marked(text string, d diag.Diagnostic) string {
	s := d.Subject
	return fmt.Sprintf("%s %d,%d %q: %s", d.Code, s.Start.Line, s.Start.Column, text[s.Start.Byte:s.End.Byte], d.Detail)
}

func TestMistakesInExpressionsAreShownWhereTheyStand(t *testing.T) {
	for _, c := range []struct{ score, want string }{
		{"service.p99_core / 9.0", `BERTH-R003 5,9 "p99_core": service has no field "p99_core". Did you mean "p99_cores"? ` + "`berth policy vars` lists them."},
		{"servce.p99_cores", `BERTH-R003 5,1 "servce": There is no "servce" here. Did you mean "service"?`},
		{"service.security.dat == 'x' ? 1 : 0", `BERTH-R003 5,18 "dat": service.security has no field "dat". Did you mean "data"? ` + "`berth policy vars` lists them."},
		{"has(service.surge10m) ? 1 : 0", `BERTH-R003 5,13 "surge10m": service has no field "surge10m". Did you mean "surge_10m"? ` + "`berth policy vars` lists them."},
		{"1.0 +\noption . mony", `BERTH-R003 6,10 "mony": option has no field "mony". Did you mean "money"? ` + "`berth policy vars` lists them."},
		{"'日本語' == option.knd ? 1 : 0", `BERTH-R003 5,17 "knd": option has no field "knd". Did you mean "kind"? ` + "`berth policy vars` lists them."},
		{"minn(1, 2)", `BERTH-R003 5,1 "minn": There is no function "minn". Did you mean "min"?`},
		{"size(service.needs.fliter(n, n == 'a'))", `BERTH-R003 5,20 "fliter": There is no function "fliter". Did you mean "filter"?` + "\n" +
			`BERTH-R003 5,27 "n": There is no "n" here. ` + "`berth policy vars` lists what there is." + "\n" + `BERTH-R003 5,30 "n": There is no "n" here. ` + "`berth policy vars` lists what there is."},
		{"double('a'.replace('a', '1'))", `BERTH-R003 5,12 "replace": There is no function "replace".`},
		{"size(lists.range(9))", `BERTH-R003 5,6 "lists": There is no "lists" here. ` + "`berth policy vars` lists what there is." + "\n" + `BERTH-R003 5,12 "range": There is no function "range".`},
		{"int", `BERTH-R003 5,1 "int": "int" is a function: call it, as in int(x).`},
		{"option.money + option.id", `BERTH-R004 5,14 "+": + does not go with double and string.`},
		{"option.id ? 1 : 2", `BERTH-R004 5,11 "?": ? : does not go with string, int and int.`},
		{"option.id && true ? 1 : 2", `BERTH-R004 5,8 "id": expected type 'bool' but found 'string'.`},
		{"1 / 2", `BERTH-R005 5,3 "/": Dividing whole numbers drops what stands after the point: 1 / 2 is 0. Write one of them with a point, as in 2.0, or use double().`},
		{"has(service.calls_gib) ? 1 : 0", `BERTH-R005 5,13 "calls_gib": has(service.calls_gib) is always true: the value is never absent. Compare it with something, or leave has() out.`},
		{"has(service.security) ? 1 : 0", `BERTH-R005 5,13 "security": has(service.security) is always true.`},
		{"[service].size()", `BERTH-R005 5,2 "service": service is no value by itself: read one of its fields, as in service.burstiness.`},
		{"size(option.id.format([1]))", `BERTH-R005 5,16 "format": The text before .format must be written out, as in '%.1f cores'.format([x]).`},
		{"size(service.needs.join(option.id))", `BERTH-R005 5,20 "join": What stands between the elements must be written out, as in .join(', ').`},
		{"'a'.matches(option.id) ? 1 : 0", `BERTH-R005 5,5 "matches": The pattern must be written out, as in .matches('^a').`},
		{"sets.contains(service.needs + service.pin, ['a']) ? 1 : 0", `BERTH-R005 5,29 "+": sets.contains compares fields and lists that are written out, no computed ones.`},
		{"Service{name: 'x'}.cv", `BERTH-R005 5,8 "{": An expression reads values; it makes none but texts, numbers and lists.`},
		{"1 +", `BERTH-R002 5,3 "+": score ends too early.`},
		{"option.kind = 'cloud' ? 1 : 2", `BERTH-R002 5,13 "=": score has one equals sign here: what is compared has two, as in a == b.`},
		{"'open", `BERTH-R002 5,1 "'": score has no word, number or closed text here.`},
		{"a b", `BERTH-R002 5,3 "b": score is broken here: extraneous input 'b' expecting the end.`},
		{"option.money > 1.0", "BERTH-R004 4,15 whole: score must come to a number; this comes to bool."},
		{"size('%.13f'.format([1.0]))", `BERTH-R004 5,14 "format": could not parse formatting clause: error while parsing precision: precision 13 exceeds maximum allowed precision 12.`},
		{"'a'.matches('(') ? 1 : 0", `BERTH-R004 5,13 "'('": error parsing regexp: missing closing ): ` + "`(`."},
	} {
		text := policyText(c.score)
		suite, diags := compileText(t, text)
		var got []string
		for _, d := range diags {
			m := marked(text, d)
			if d.Subject.Start.Line == 4 {
				m = fmt.Sprintf("%s 4,%d whole: %s", d.Code, d.Subject.Start.Column, d.Detail)
			}
			got = append(got, m)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s:\n%s", c.score, diff)
		}
		for _, p := range suite.Policies {
			if p.Name() == "try" {
				t.Errorf("%s: the policy is there in spite of its mistake", c.score)
			}
		}
	}
}

func TestPlacesInQuotedTextCountItsEscapes(t *testing.T) {
	text := `policy "try" { # é
  criterion = "cost"
  doc       = "d"
  score     = "'\u00e9\"x\"' == option.kin"
  because   = "'so'"
}
`
	_, diags := compileText(t, text)
	if len(diags) != 1 {
		t.Fatal(diags)
	}
	// The é is 6 bytes in the source, each quote 2: kin stands in column 40.
	want := `BERTH-R003 4,40 "kin": option has no field "kin". Did you mean "kind"? ` + "`berth policy vars` lists them."
	if diff := cmp.Diff(want, marked(text, diags[0])); diff != "" {
		t.Error(diff)
	}
}

func TestPlacesInIndentedTextCountTheIndent(t *testing.T) {
	text := `policy "try" {
  criterion = "cost"
  doc       = "d"
  score     = <<-E
    option.elastic
      ? 1.0
      : option.mony
  E
  because   = "'so'"
}
`
	_, diags := compileText(t, text)
	if len(diags) != 1 {
		t.Fatal(diags)
	}
	want := `BERTH-R003 7,16 "mony": option has no field "mony". Did you mean "money"? ` + "`berth policy vars` lists them."
	if diff := cmp.Diff(want, marked(text, diags[0])); diff != "" {
		t.Error(diff)
	}
}

func TestWholeNumbersBecomeDoublesWhereTheyMeetThem(t *testing.T) {
	v := sample()
	v.Service.Volumes, v.Option.BurstShare, v.Option.Money = 3, 0.25, 0.5
	for _, c := range []struct {
		score string
		want  float64
	}{
		{"1 - option.burst_share", 0.75},
		{"min(1, option.money)", 0.5},
		{"max(0, -1 * option.money)", 0},
		{"option.elastic ? 1 : 0.5", 0.5},
		{"(option.elastic ? 1 : 0.5) * 1", 0.5},
		{"service.volumes / 6.0", 0.5},
		{"service.volumes * option.burst_share", 0.75},
		{"1 + (2 + (3 - 5.5))", 0.5},
		{"service.volumes == 3.0 ? 1 : 0", 1},
		{"service.volumes < 3.5 ? 1 : 0", 1},
		{"[1, 2].exists(x, x * 0.5 > 0.9) ? 0.25 : 0", 0.25},
		{"1", 1},
		{"service.volumes - 3", 0},
		{"math.round(option.money)", 1},
		{"double(service.volumes) / 4", 0.75},
	} {
		suite, diags := compileText(t, policyText(c.score))
		if len(diags) > 0 {
			t.Errorf("%s: %v", c.score, diags)
			continue
		}
		got, err := mustPolicy(t, suite, "try").Score(v)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.score, diff)
		}
	}
}

func TestWhenCannotReadTheOption(t *testing.T) {
	text := `policy "try" {
  criterion = "cost"
  doc       = "d"
  when      = "service.stateful || option.kind == 'cloud'"
  score     = "1.0"
  because   = "'so'"
}
`
	_, diags := compileText(t, text)
	if len(diags) != 1 {
		t.Fatal(diags)
	}
	want := `BERTH-R006 4,43 "kind": when says for which services a policy speaks, the same for all their options, so it cannot read option.kind. Use it in score.`
	if diff := cmp.Diff(want, marked(text, diags[0])); diff != "" {
		t.Error(diff)
	}
}
