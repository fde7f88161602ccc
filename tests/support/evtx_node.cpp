// Construction, copies and moves of EvtxNode (evtx_tree.h), in a file of their
// own so that no other code inlines them; the header says why.
#include <utility>

#include "evtx_tree.h"

namespace eventlens::test {

EvtxNode::EvtxNode(EvtxText node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxSubstitution node) : content(node) {}
EvtxNode::EvtxNode(EvtxCData node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxCharRef node) : content(node) {}
EvtxNode::EvtxNode(EvtxEntityRef node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxProcessingInstruction node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxRawBytes node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxTemplateInstance node) : content(std::move(node)) {}
EvtxNode::EvtxNode(EvtxElement node)
    : content(std::make_shared<const EvtxElement>(std::move(node))) {}

EvtxNode::EvtxNode(const EvtxNode& other) = default;
EvtxNode::EvtxNode(EvtxNode&& other) noexcept = default;
EvtxNode& EvtxNode::operator=(const EvtxNode& other) = default;
EvtxNode& EvtxNode::operator=(EvtxNode&& other) noexcept = default;
EvtxNode::~EvtxNode() = default;

}  // namespace eventlens::test
