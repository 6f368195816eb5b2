"""The HTTP faces of the graph. Status codes and media types are spoken of here and in `server` only."""
