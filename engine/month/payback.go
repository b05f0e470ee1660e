package month

func (m *maker) paybacks() {}
