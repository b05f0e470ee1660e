package k0s

import (
	"strings"
	"testing"

	"berth.dev/engine/ground"
)

func TestATaskThatIsNotWhatItsStepSaysIsRefused(t *testing.T) {
	worker, controller := &Host{Name: "w1", Role: Worker}, &Host{Name: "w1", Role: Controller}
	for name, c := range map[string]struct {
		kind ground.Kind
		part string
		task Task
		want string
	}{
		"an upgrade":                         {ground.Upgrade, "w1", Task{Worker: "w1", Drain: true}, ""},
		"a removal":                          {ground.RemoveHost, "w1", Task{Worker: "w1", Drain: true, Reset: true, Host: worker}, ""},
		"a removal of all":                   {ground.RemoveCluster, "", Task{All: true}, ""},
		"a change of the control plane":      {ground.Configure, "", Task{Backup: true}, ""},
		"an upgrade that removes all":        {ground.Upgrade, "", Task{Backup: true, All: true}, "all hosts are taken off"},
		"an upgrade that takes k0s off":      {ground.Upgrade, "w1", Task{Worker: "w1", Drain: true, Reset: true, Host: worker}, "by the removal of that host alone"},
		"a removal of a controller":          {ground.RemoveHost, "w1", Task{Worker: "w1", Drain: true, Reset: true, Host: controller}, "only a worker"},
		"a removal of another host":          {ground.RemoveHost, "w2", Task{Worker: "w2", Drain: true, Reset: true, Host: worker}, "only a worker"},
		"a take-over beside":                 {ground.Configure, "", Task{Backup: true, Take: true}, "taken over"},
		"another worker":                     {ground.Upgrade, "w1", Task{Worker: "w2", Drain: true}, "the step names"},
		"an upgrade under the pods":          {ground.Upgrade, "w1", Task{Worker: "w1"}, "emptied"},
		"a removal under the pods":           {ground.RemoveHost, "w1", Task{Worker: "w1", Reset: true, Host: worker}, "emptied"},
		"a control plane without its backup": {ground.Upgrade, "", Task{}, "backed up"},
	} {
		args, err := c.task.JSON()
		if err != nil {
			t.Fatal(err)
		}
		_, err = TaskOf(&ground.Step{ID: "g1", Site: "tokyo", Kind: c.kind, Part: c.part, Args: args})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
