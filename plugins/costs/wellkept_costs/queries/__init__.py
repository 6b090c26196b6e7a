"""Questions: lines, sums, approvals and statements."""
