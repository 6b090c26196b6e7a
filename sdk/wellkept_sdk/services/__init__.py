"""Services between plugins: typed, versioned keys; the provider is found at run time, never imported."""

from typing import Generic, TypeVar

ServiceT = TypeVar("ServiceT")


class ServiceKey(Generic[ServiceT]):
    """
    The name of a service with its type: `STOCK: ServiceKey[StockService] = ServiceKey("inventory.stock", version=1)`.

    A provider may offer several versions at once.
    """

    def __init__(self, name: str, *, version: int) -> None:
        """
        Name a service.

        Args:
            name: `<plugin>.<what>`.
            version: 1 or more.
        """
        self.name = name
        self.version = version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ServiceKey) and (self.name, self.version) == (other.name, other.version)

    def __hash__(self) -> int:
        return hash((self.name, self.version))

    def __repr__(self) -> str:
        return f"{self.name} v{self.version}"
