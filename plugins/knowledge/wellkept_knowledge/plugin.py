"""The plugin: its manifest, what it contributes, and which hooks it implements."""

from wellkept_knowledge.commands import COMMANDS
from wellkept_knowledge.demo import DEMO
from wellkept_knowledge.errors import ERRORS
from wellkept_knowledge.events import EVENTS
from wellkept_knowledge.extensions import EXTENSIONS
from wellkept_knowledge.jobs import JOBS
from wellkept_knowledge.labels import LABELS
from wellkept_knowledge.permissions import PERMISSIONS
from wellkept_knowledge.routes import MOUNTS
from wellkept_knowledge.service import drafts, suggesting, voting
from wellkept_knowledge.service.serving import SERVICES
from wellkept_knowledge.settings import KnowledgeSettings
from wellkept_knowledge.tables import SCHEMA
from wellkept_knowledge.terms import KnowledgeTerms
from wellkept_sdk import Ctx, Manifest, Plugin, subscribe
from wellkept_sdk.events.tickets import TicketRecurred, TicketResolved
from wellkept_sdk.hooks import TicketHooks, hookimpl
from wellkept_sdk.hooks.ticket_questions import Suggestions, SuggestionsQuestion
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.services.knowledge import KNOWLEDGE


class KnowledgePlugin(Plugin, TicketHooks):
    """What was learnt from one ticket, found in the next one, in Chinese and English."""

    manifest = Manifest(name="knowledge", version="1.0.0", sdk=">=1.0,<2", provides=(KNOWLEDGE.name,))
    settings = KnowledgeSettings
    terms = KnowledgeTerms
    schema = SCHEMA
    mounts = MOUNTS
    extensions = EXTENSIONS
    permissions = PERMISSIONS
    events = EVENTS
    jobs = JOBS
    services = SERVICES
    commands = COMMANDS
    errors = ERRORS
    labels = LABELS
    demo = DEMO

    @hookimpl
    async def ticket_transitioned(self, ctx: Ctx, event: TransitionedTicket) -> None:
        """Hold a ticket that comes back against the articles that were said to have helped."""
        await voting.transitioned(ctx, event)

    @hookimpl
    async def ticket_suggestions(self, ctx: Ctx, event: SuggestionsQuestion) -> Suggestions | None:
        """Name articles that could help."""
        return await suggesting.answered(ctx, event)

    @subscribe(TicketResolved)
    async def learn_from_resolved(self, ctx: Ctx, event: TicketResolved) -> None:
        """Make a draft of a ticket whose terms want one."""
        await drafts.learn(ctx, event.ticket_id)

    @subscribe(TicketRecurred)
    async def learn_from_recurred(self, ctx: Ctx, event: TicketRecurred) -> None:
        """Do so too where it turns out later, for a ticket that is resolved already, that its fault had come back."""
        await drafts.learn(ctx, event.ticket_id)


plugin = KnowledgePlugin()
