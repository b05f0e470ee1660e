package kube

import (
	"errors"
	"fmt"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Kubeconfig reads the connection's settings of the current context of a kubeconfig
// that is in memory alone, such as the one that k0sctl prints. A server other than ""
// takes the place of its own, as in "https://10.0.0.2:6443": one of several controllers
// is asked by its own address.
//
// What would run a program or read a file is refused, and no error quotes the text: it
// holds keys.
func Kubeconfig(text []byte, server string) (*rest.Config, error) {
	c, err := clientcmd.Load(text)
	if err != nil {
		return nil, errors.New("the kubeconfig in memory cannot be read")
	}
	context, ok := c.Contexts[c.CurrentContext]
	if !ok {
		return nil, fmt.Errorf("the kubeconfig in memory has no context named %q", c.CurrentContext)
	}
	cluster, user := c.Clusters[context.Cluster], c.AuthInfos[context.AuthInfo]
	switch {
	case cluster == nil || user == nil:
		return nil, fmt.Errorf("the kubeconfig in memory: context %s names no cluster or no user that it has", c.CurrentContext)
	case cluster.CertificateAuthority != "" || user.ClientCertificate != "" || user.ClientKey != "" || user.TokenFile != "":
		return nil, errors.New("the kubeconfig in memory names files: all of it must be within")
	case user.Exec != nil || user.AuthProvider != nil:
		return nil, errors.New("the kubeconfig in memory names a program: its credentials must be within")
	case cluster.InsecureSkipTLSVerify:
		return nil, errors.New("the kubeconfig in memory does not have the server's certificate checked")
	}
	if server != "" {
		cluster.Server = server
	}
	config, err := clientcmd.NewNonInteractiveClientConfig(*c, c.CurrentContext, nil, nil).ClientConfig()
	if err != nil {
		return nil, errors.New("the kubeconfig in memory cannot be used")
	}
	return config, nil
}
