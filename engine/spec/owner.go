package spec

// Owner is whose a cost is: a service with its product and its team, a product with its
// team, or a team. The zero Owner is nobody.
type Owner struct {
	Service, Product, Team string
}

// Named tells whether it is somebody.
func (o Owner) Named() bool { return o != Owner{} }

// Covers tells whether what belongs to p belongs to o too: a team covers its products,
// a product its services. Nobody covers nothing.
func (o Owner) Covers(p Owner) bool {
	switch {
	case o.Service != "":
		return o.Service == p.Service
	case o.Product != "":
		return o.Product == p.Product
	}
	return o.Team != "" && o.Team == p.Team
}

// OwnerOfService is a service with its product and team. A name that is no service's is
// nobody.
func (w *Workspace) OwnerOfService(name string) Owner {
	s := w.Service(name)
	if s == nil {
		return Owner{}
	}
	o := w.OwnerOfProduct(s.Product.V)
	o.Service = name
	return o
}

// OwnerOfProduct is a product with its team. A name that is no product's is nobody.
func (w *Workspace) OwnerOfProduct(name string) Owner {
	p := w.index.products[name]
	if p == nil {
		return Owner{}
	}
	return Owner{Product: name, Team: p.Team.V}
}

// OwnerOfTeam is a team. A name that is no team's is nobody.
func (w *Workspace) OwnerOfTeam(name string) Owner {
	if w.index.teams[name] == nil {
		return Owner{}
	}
	return Owner{Team: name}
}

// OwnerNamed is the service, product or team of a name: the narrowest, where several
// have it.
func (w *Workspace) OwnerNamed(name string) Owner {
	if o := w.OwnerOfService(name); o.Named() {
		return o
	}
	if o := w.OwnerOfProduct(name); o.Named() {
		return o
	}
	return w.OwnerOfTeam(name)
}
