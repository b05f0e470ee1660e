package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/cmd/berth/cli"
)

func TestRowsOfFOCUSAreHeldAgainstThePublishedRules(t *testing.T) {
	rules, err := filepath.Abs("../../../../shared/data/focus/rules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(rules); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared data are not there: ", err)
	}
	model := filepath.Join(rules, "model-1.2.json")
	code, out, told := reportFocus("--rules", model, "--currencies", filepath.Join(rules, "currency_codes.csv"))
	if code != 0 || !strings.HasPrefix(out, "BilledCost,") {
		t.Fatalf("exit %d, %q, %s", code, out, told)
	}
	for _, want := range []string{"621 rules of FOCUS 1.2 over ", "\nfailed: 0\n", "only where this is so: Provider publishes public price lists"} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told: %s", want, told)
		}
	}
	for _, one := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--rules", "../../../testdata"}, 1, "it is a folder"},
		{[]string{"--rules", filepath.Join(rules, "currency_codes.csv")}, 1, "currency_codes.csv: rules of FOCUS"},
		{[]string{"--currencies", model}, 2, "--currencies goes with --rules"},
	} {
		code, out, told := reportFocus(one.args...)
		if code != one.code || out != "" || !strings.Contains(told, one.want) {
			t.Errorf("%q: exit %d, %q, %s", one.args, code, out, told)
		}
	}
}

// reportFocus runs the command on the nine services' October.
func reportFocus(args ...string) (code int, out, told string) {
	var stdout, stderr bytes.Buffer
	code = cli.Main(cli.Env{
		Args:  append([]string{"report", "focus", "../../../testdata/pixiv", "--month", "2026-10"}, args...),
		Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
	})
	return code, stdout.String(), stderr.String()
}
