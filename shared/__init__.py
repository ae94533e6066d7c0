"""The kernel: jobs, stages, manifests, configuration, environments, workers."""
