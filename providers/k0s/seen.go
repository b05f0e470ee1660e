package k0s

// Seen is what was found of a cluster: on its machines by SSH, and on the cluster where
// it answers. A machine that did not answer is an error of whoever looked and never a
// machine without k0s.
type Seen struct {
	// UID is that of the namespace kube-system, "" where no cluster is, or none answers.
	UID string
	// Ours says that the cluster's record names berth as who made or took it over.
	Ours bool
	// Record are the orders that were carried out last, as the cluster's record keeps
	// them; nil where there is no record. A host that they have and the specs have no
	// longer is one to remove.
	Record *Orders
	// Machines are one for each host of the orders, and of the record, by name.
	Machines []Machine
	// Silent are the hosts of the record that the specs have no longer and that did not
	// answer, by name: machines that may be gone for good.
	Silent []string
}

// Machine is what one host has.
type Machine struct {
	// Name is the host's in the specs, Node that of its Node object: its hostname.
	Name, Node string
	// Installed says that a service of k0s is installed, Running that it runs.
	Installed, Running bool
	// Stray says that the machine works and that the cluster, which answers, has no node of
	// its name.
	Stray bool
	// Data says that there are data of a cluster, be it of one that was.
	Data bool
	// Role is what the service does, see [RoleOf].
	Role Role
	// Version is the program's that runs, or that is installed where none runs.
	Version Version
	// Args are those of the service's program, without its name.
	Args []string
	// Config is /etc/k0s/k0s.yaml, nil where there is none or the machine only works.
	Config []byte
}

// Machine returns what was found of a host, the zero Machine where nobody looked.
func (s *Seen) Machine(name string) Machine {
	for _, m := range s.Machines {
		if m.Name == name {
			return m
		}
	}
	return Machine{Name: name}
}
