<#-- Changes to productions of Calcite's grammar that offer no hook. -->
<#macro replace old new>
  <#if !grammar?contains(old)>
    <#stop "Calcite's grammar no longer contains: " + old>
  </#if>
  <#assign grammar = grammar?replace(old, new)>
</#macro>

<#-- The output file is named by the template that includes the grammar. -->
<@replace r'<@pp.dropOutputFile />' '' />
<@replace r'<@pp.changeOutputFile name="javacc/Parser.jj" />' '' />
