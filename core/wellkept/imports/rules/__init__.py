"""What a mapping means, what a cell says, and what history a ticket's rows tell: plain values in, plain values out."""
