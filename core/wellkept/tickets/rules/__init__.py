"""Pure decisions about tickets: plain values in, plain values out."""
