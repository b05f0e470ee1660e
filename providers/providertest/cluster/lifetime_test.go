package cluster_test

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// orphan is the variable that makes a run of this test binary the process that is killed.
const orphan = "BERTH_TEST_CLUSTER_ORPHAN"

func TestAClusterEndsWithAProcessThatIsKilled(t *testing.T) {
	program := cluster.Need(t)
	if os.Getenv(orphan) != "" {
		c, err := cluster.Start(t.Context(), program, cluster.Options{Folder: os.Getenv(orphan)})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("listens:", c.URL())
		select {} // until it is killed
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), orphan+"="+t.TempDir())
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	url := ""
	for lines := bufio.NewScanner(out); url == "" && lines.Scan(); {
		_, url, _ = strings.Cut(lines.Text(), "listens: ")
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if url == "" {
		t.Fatal("the process started no cluster")
	}
	plain := "http" + strings.TrimPrefix(url, "https")
	err = cluster.Until(limited(t), func() (bool, error) {
		answer, err := http.Get(plain)
		if err == nil {
			_ = answer.Body.Close()
		}
		return err != nil && strings.Contains(err.Error(), "refused"), nil
	})
	if err != nil {
		t.Errorf("the API server still listens: %v", err)
	}
}

func TestAPartThatEndsSaysWhy(t *testing.T) {
	program := cluster.Need(t)
	c, err := cluster.Start(t.Context(), program, cluster.Options{Name: "tokyo", Folder: t.TempDir(), ServerArgs: []string{"--no-such-flag"}})
	if err == nil {
		c.Stop()
		t.Fatal("an API server takes any flag")
	}
	for _, want := range []string{"cluster tokyo: kube-apiserver ended", "unknown flag: --no-such-flag"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("want %q in %v", want, err)
		}
	}
}
