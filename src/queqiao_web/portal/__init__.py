"""The public home, the workspaces, the dashboard, the audit viewer."""
