"""What every app stands on: audit, workflow, access, jobs, requests, pages. Named parts only."""
